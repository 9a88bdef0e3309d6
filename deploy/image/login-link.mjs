import { readFileSync } from 'node:fs';

/** Prints a new link to log in with, made by the platform of this container. */
const { DATA_DIR, PORT } = process.env;
try {
  const { token } = JSON.parse(readFileSync(`${DATA_DIR}/run/local.json`, 'utf8'));
  const request = { method: 'POST', headers: { authorization: `Bearer ${token}` } };
  const answer = await fetch(`http://127.0.0.1:${PORT}/login-links`, request);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  console.log(body.url);
} catch (error) {
  console.error(`No link could be made, is the platform ready? ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
