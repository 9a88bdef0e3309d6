/** Has the browser save a text as a file. */
export const saveText = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  openAsFile(url, name);
  setTimeout(() => URL.revokeObjectURL(url));
};

/** Has the browser save the content of an address. */
export const openAsFile = (url: string, name: string): void => {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
};
