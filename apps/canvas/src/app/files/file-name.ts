/** Why a new file cannot have this name; null: it can. */
export const nameRefusal = (name: string): string | null => {
  const parts = name.split('/');
  if (name.trim() === '') return 'Enter a name.';
  if (name.startsWith('/') || name.endsWith('/')) return 'A name cannot begin or end with a slash.';
  if (parts.some((part) => part === '..' || part === '.' || part === ''))
    return 'A name cannot contain “.”, “..” or an empty part.';
  return parts.some((part) => part.length > 255) ? 'That name is too long.' : null;
};
