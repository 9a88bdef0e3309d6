/** Health check of an image: exit code 0 when this container's own port, named by a variable, answers well on the path. */
const [variable = '', path = ''] = process.argv.slice(2);
const url = `http://127.0.0.1:${process.env[variable]}${path}`;
try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  console.log((await answer.text()).slice(0, 1_000));
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.log(`${url} does not answer: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
