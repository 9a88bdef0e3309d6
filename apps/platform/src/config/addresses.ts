import { ValidateBy, type ValidationOptions } from 'class-validator';

const isOrigin = (text: unknown): boolean => {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  // The usual port may be written out.
  return url !== null && /^https?:$/.test(url.protocol) && /^https?:\/\/[^/?#@]+$/i.test(String(text));
};

/** `http(s)://host:port` and nothing after it. */
export const IsOrigin = (options: ValidationOptions): PropertyDecorator =>
  ValidateBy({ name: 'isOrigin', validator: { validate: isOrigin } }, options);

/** The items of a comma-separated setting, without blanks around them. */
export const itemsOf = (list: string): string[] => list.split(',').flatMap((item) => item.trim() || []);

/** Comma-separated, each `http(s)://host:port`. */
export const AreOrigins = (options: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'areOrigins',
      validator: { validate: (list) => typeof list === 'string' && itemsOf(list).every(isOrigin) },
    },
    options,
  );

/** A host as it stands in an address: IPv6 in brackets. */
export const hostInAddress = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Why the system refused to listen, as a problem of the setting that is to blame; null: another cause. */
export const listenProblem = (
  code: string | undefined,
  { host, port }: { host: string; port: number },
): string | null => {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return `HOST: this machine has no address ${host}; 127.0.0.1 is this machine only, 0.0.0.0 all of its addresses`;
    case 'EACCES':
      return `PORT: this user may not listen on ${port}; choose one from 1024`;
    default:
      return null;
  }
};
