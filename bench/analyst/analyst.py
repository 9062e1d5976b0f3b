"""What an analyst runs today: a table per agent and week from one CSV of chats.

/usr/bin/python3 bench/analyst/analyst.py log.csv cells.csv     (Debian: python3-pandas, python3-jieba)
"""

import json
import logging
import re
import sys
from pathlib import Path

import jieba
import pandas as pd

source, target = sys.argv[1:3]
phrases = json.loads(Path(__file__).with_name("phrases.json").read_text(encoding="utf-8"))
emoji = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]|\\[[\u4e00-\u9fff]{1,4}\\]")
jieba.setLogLevel(logging.WARNING)

log = pd.read_csv(source, dtype=str, keep_default_na=False)
log["at"] = pd.to_datetime(log["发送时间"])
log = log.sort_values(["会话ID", "at"], kind="stable")
calendar = log.groupby("会话ID")["at"].transform("min").dt.isocalendar()
log["week"] = calendar["year"].astype(str) + "-W" + calendar["week"].astype(str).str.zfill(2)
log["by_agent"] = log["发送方"] == "客服"

# Replies: an agent's message right behind a customer's.
session = log.groupby("会话ID")
follows_customer = session["by_agent"].shift(1).eq(False)
log["reply"] = (log["at"] - session["at"].shift(1)).dt.total_seconds().where(log["by_agent"] & follows_customer)
sessions = log.groupby("会话ID").agg(
    week=("week", "first"), agent=("客服", "first"), first_reply=("reply", "first"), mean_reply=("reply", "mean")
)

# Words.
own = log[log["by_agent"]].copy()
own["words"] = own["消息内容"].map(lambda text: len(jieba.lcut(text)))
for name, listed in phrases.items():
    own[name] = own["消息内容"].map(lambda text, listed=listed: any(phrase in text for phrase in listed))
own["emoji"] = own["消息内容"].map(lambda text: emoji.search(text) is not None)

by_week = sessions.groupby(["week", "agent"])
table = by_week.agg(sessions=("first_reply", "size"), first_reply=("first_reply", "mean"), mean_reply=("mean_reply", "mean"))
rows = own.groupby(["week", "客服"])
table["messages"] = rows.size().reindex(table.index, fill_value=0)
for name in [*phrases, "emoji", "words"]:
    table[name] = rows[name].sum().reindex(table.index, fill_value=0)
table.round(2).to_csv(target)
