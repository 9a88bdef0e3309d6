/** The hosts of a connection string, which may be several and is then no URL. Without user and password. */
export const hostsOf = (address: string): string => /^[^:]+:\/\/(?:[^@/]*@)?([^/?]*)/.exec(address)?.[1] ?? address;
