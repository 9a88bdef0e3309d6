// Each program loads only what it needs: the platform waits for `files` whenever a person opens a folder.
if (process.argv[2] === 'files') {
  const { runFilesCommand } = await import('./files/files-command.js');
  await runFilesCommand(process.stdin, process.stdout, process.env);
} else {
  const { runAgent } = await import('./agent-program.js');
  await runAgent();
}
