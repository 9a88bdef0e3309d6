/**
 * What a person sees when everything is ready: where to go, and what to do there.
 * @param {{ link: string, dataDir: string, demo: boolean, seconds: number }} facts
 */
export const welcome = ({ link, dataDir, demo, seconds }) => {
  const next = demo
    ? 'Five agents come online within seconds: click one and write to it, then pull the slider back.'
    : 'Create your first workspace on the canvas, or look at five agents first: npm start -- --demo --data .guildhall/demo';
  const rows = [
    `Guildhall is ready (${seconds.toFixed(1)} s).`,
    '',
    `Open   ${link}`,
    '       The link logs you in; it is for you only. A new one: npm run login-link',
    `Then   ${next}`,
    '',
    `API    ${new URL('/docs/api', link).href}`,
    `Data   ${dataDir}   Logs are in its folder logs.`,
    'Stop   Ctrl-C',
  ];
  const line = '─'.repeat(Math.max(...rows.map((row) => row.length)) + 2);
  return ['', `┌${line}`, ...rows.map((row) => `│ ${row}`), `└${line}`, ''].join('\n');
};
