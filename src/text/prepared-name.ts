/**
 * Name of the file in which the build keeps what it prepared, beside the compiled modules; null where there is
 * none. The build writes it into this module (prepare.ts); compiling anew takes it out again, so that nothing
 * is used that an earlier version of the code worked out.
 */
export const preparedName: string | null = null;
