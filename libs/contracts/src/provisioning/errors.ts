export const provisioningErrors = {
  RUNTIME_WITHOUT_BACKEND: {
    status: 409,
    title: 'No backend here can run the runtime "{runtime}".',
    fix: 'Choose runtime "command" or "external", or connect a backend for it.',
  },
  EXTERNAL_RUNTIME: {
    status: 409,
    title: 'The agent of {id} is run by its owner, not by Guildhall.',
    fix: 'Restart it where it runs.',
  },
} as const;
