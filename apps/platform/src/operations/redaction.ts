/** What never stands in a log line, wherever it appears in an object. */
export const redaction = {
  paths: [
    'token',
    'auth_token',
    'password',
    'authorization',
    'cookie',
    '*.token',
    '*.auth_token',
    '*.password',
    '*.authorization',
    '*.cookie',
    'req.headers.authorization',
    'req.headers.cookie',
    'err.details.token',
  ],
  censor: '[redacted]',
};
