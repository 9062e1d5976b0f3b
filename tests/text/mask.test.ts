import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskNick, maskText, templateOf } from "../../src/text/mask.ts";

describe("maskText hides", () => {
  test.each([
    // Mobile phones
    ["我的电话13800138000", "我的电话138****8000"],
    ["138 0013 8000 这个打不通", "138 **** 8000 这个打不通"],
    ["138-0013-8000", "138******8000"],
    ["电话１３８００１３８０００哦", "电话１３８****８０００哦"],
    ["+86 13912345678", "+86 139****5678"],
    ["8613912345678", "86139****5678"],
    ["1 3 9 1 2 3 4 5 6 7 8", "1 3 * * * * * * * 7 8"],
    ["打 13800 138000 找我", "打 138** **8000 找我"],
    ["幺三八零零一三八零零零", "幺三八********"],
    ["13800138000,13912345678", "138****8000,139****5678"],
    // Landlines
    ["0571-88886666转2", "0571-******66转2"],
    ["(010)66668888", "(010)******88"],
    ["座机：88886666", "座机：******66"],
    // E-mail
    ["发票发到 zhang.san@example.com 谢谢", "发票发到 z********@example.com 谢谢"],
    ["12345678＠qq.com", "1*******＠qq.com"],
    // Identity numbers: GB 11643 check digit
    ["身份证11010519491231002X", "身份证110***************"],
    ["110105194912310029", "**************0029"],
    ["110105 19491231 002x", "110*** ******** ****"],
    ["护照号：E12345678", "护照号：E********"],
    // Bank cards: Luhn
    ["卡号6222 0200 0000 0000 012", "卡号6222 0200 0000 0000 012"],
    ["4111 1111 1111 1111", "**** **** **** 1111"],
    ["6228480402564890018", "***************0018"],
    // Orders and parcels
    ["订单号：2026112212345678901", "订单号：***************8901"],
    ["订单编号 E20261122998", "订单编号 ********2998"],
    ["261122-123456789012345 这单", "******************2345 这单"],
    ["运单SF1234567890123到了吗", "运单***********0123到了吗"],
    ["YT8812345678901", "YT*********8901"],
    ["我的订单3847 5628 1923 4455", "我的订单**** **** **** 4455"],
    ["EA123456789CN", "EA*******89CN"],
    ["4312345678901234567", "***************4567"],
    // Accounts
    ["加我微信 xiaomei_88", "加我微信 x********8"],
    ["加V信：abc12345", "加V信：a******5"],
    ["微信号：xiaomeimei", "微信号：x********i"],
    ["vx是kefu2026", "vx是k******6"],
    ["扣扣1 2 3 4 5 6 7", "扣扣1 * * * * * 7"],
    ["我的Q是 12345678", "我的Q是 1******8"],
    ["QQ群：87654321", "QQ群：8******1"],
    // Addresses: what stands below the district
    ["浙江省杭州市西湖区文三路478号", "浙江省杭州市西湖区*******"],
    ["收货地址改成上海市浦东新区世纪大道100号3栋2单元501室", "收货地址改成上海市浦东新区*****************"],
    ["寄到广东省佛山市顺德区大良街道新桂苑5栋1203", "寄到广东省佛山市顺德区大良街道*********"],
    ["我住在人民路88号", "我住在******"],
    ["阳光花园12栋3单元502", "*************"],
    ["幸福小区3-2-501", "***********"],
    ["我家在2号楼1501", "我家在*******"],
    ["安徽省黄山市歙县王村镇上坑村3组", "安徽省黄山市歙县王村镇*****"],
    // Names of recipients
    ["收件人：陈晓明", "收件人：陈**"],
    ["陈晓明，13800138000", "陈**，138****8000"],
    ["天府三街199号 李雷收", "******** 李*收"],
    ["姓名 欧阳小红，电话13800138000", "姓名 欧***，电话138****8000"],
  ])("%s", (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});

describe("maskText leaves", () => {
  test.each([
    "这款原价1299.00，券后999元",
    "满300减40，前100名送礼",
    "尺码 130 140 150 160 都有",
    "150 160 170 80",
    "型号SM-G9980和RTX4090",
    "型号 WH-1000XM5",
    "2026-11-22 06:08:02 下单的",
    "2026年11月22日发货",
    "20261122060802",
    "条码6901234567892",
    "商品 https://item.taobao.com/item.htm?id=612345678901",
    "https://item.jd.com/100012043978.html",
    "客服热线400-820-8820",
    "6666666666666666",
    "666666666",
    "身高165体重50，腰围68",
    "5号电池和3号链接",
    "买3座2层的鞋架",
    "三层五门的衣柜",
    "浙江省发货，江浙沪包邮",
    "杭州市能当天到吗",
    "快递在路上15号到",
    "这条路10号能通吗",
    "88号会员",
    "1号店也有卖",
    "微信支付100000元行吗",
    "加微信群领券",
    "微信转账20000",
    "微信 iPhone15 都能付",
    "QQ糖500克",
    "qq 10000元",
    "订单金额1234567",
    "订单20261122那天的都发了",
    "您的订单 2026-11-22 发出",
    "3.14159265358979",
    "1:1000000000",
    "库存还有1000000件",
    "一二三四五六七",
    "二楼三号柜台",
    "亲，这边的村里也可以送到的",
    "小区门口有驿站吗",
    "收件人可以改吗",
    "马上 150 元的券就到期了",
    "请亲自签收",
    "😊好的亲",
  ])("%s", (text) => {
    expect(maskText(text)).toBe(text);
  });
});

describe("maskText in any text", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 6 }),
    fc.constantFrom(
      "13800138000",
      "浙江省",
      "杭州市",
      "文三路",
      "478号",
      "微信",
      "abc123",
      "@",
      "订单",
      "😊",
      "１２３４",
    ),
  );
  const chat = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

  test("keeps every character in its place, so spans stay true", () => {
    fc.assert(
      fc.property(chat, (text) => {
        const masked = maskText(text);
        expect(masked.length).toBe(text.length);
        for (let at = 0; at < text.length; at++) {
          if (masked[at] !== text[at]) expect(masked[at]).toBe("*");
        }
      }),
    );
  });

  test("a mobile phone never survives, whatever stands around it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."好的亲，。 😊号是") }), (around) => {
        expect(maskText(`${around}13912345678${around}`)).not.toContain("13912345678");
      }),
    );
  });

  test("a long text takes no long time", () => {
    const long =
      "浙江省杭州市西湖区文三路".repeat(300) + "1".repeat(3000) + " 1 2".repeat(500) + "村".repeat(1000);
    const start = performance.now();
    maskText(long);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("maskNick", () => {
  test.each([
    ["tb8812345", "t**5"],
    ["爱吃糖的猫", "爱**猫"],
    ["小明", "小**"],
    ["猫", "猫**"],
    ["😊阳光👍🏽", "😊**👍🏽"],
    ["t**5", "t**5"],
    ["", ""],
  ])("%s becomes %s", (nick, masked) => {
    expect(maskNick(nick)).toBe(masked);
  });
});

describe("templateOf", () => {
  test.each([
    ["您的订单 12345678 已发出", "您的订单87654321已发出"],
    ["亲，身高165建议M码哦", "亲，身高170建议M码哦"],
    ["单号YT8812345678901，请查收", "单号SF1234567890123，请查收"],
    ["满３００减４０", "满300减40"],
    ["领券 https://example.com/a?b=1", "领券 https://example.com/c?d=2"],
  ])("%j and %j are one text", (one, other) => {
    expect(templateOf(one)).toBe(templateOf(other));
  });

  test("the names of the conversation do not count", () => {
    const text = (name: string) => `${name}您好，我是客服小美`;
    expect(templateOf(text("张**"), ["张**"])).toBe(templateOf(text("李四"), ["李四"]));
  });

  test("different words are different texts", () => {
    expect(templateOf("建议M码")).not.toBe(templateOf("建议L码"));
    expect(templateOf("可以的亲")).not.toBe(templateOf("不可以的亲"));
  });
});
