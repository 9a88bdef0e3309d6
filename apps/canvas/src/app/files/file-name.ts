/** Why a name cannot be that of a new file; null: it can. */
export const nameRefusal = (name: string): string | null => {
  const parts = name.split('/');
  if (name.trim() === '') return 'Enter a name.';
  if (name.startsWith('/') || name.endsWith('/')) return 'A name neither begins nor ends with a slash.';
  if (parts.some((part) => part === '..' || part === '.' || part === ''))
    return 'A name has no “..” and no empty part.';
  return parts.some((part) => part.length > 255) ? 'That name is too long.' : null;
};
