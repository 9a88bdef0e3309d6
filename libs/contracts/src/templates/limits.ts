/** Limits of a workspace template: number of files, and bytes of all of them together. */
export const templateLimits = { files: 200, bytes: 10_485_760 } as const;
