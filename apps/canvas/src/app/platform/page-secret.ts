import { pageFragment } from '@guildhall/contracts';

const name = 'guildhall.page';
const shown = new RegExp(`^#${pageFragment}=([A-Za-z0-9_-]{1,100})$`);

/** When the browser keeps nothing for pages, the secret lives as long as the page. */
let held: string | undefined;

/** Takes the secret that a login left behind the `#` out of the address, before anybody copies it. */
export const takePageSecret = (): void => {
  const secret = shown.exec(location.hash)?.[1];
  if (secret === undefined) return;
  held = secret;
  try {
    localStorage.setItem(name, secret);
  } catch {
    // The next page of this browser has to log in again.
  }
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
};

/** The half of the session that only pages of this origin can read. Another tab may have logged in again. */
export const pageSecret = (): string | undefined => {
  try {
    return localStorage.getItem(name) ?? held;
  } catch {
    return held;
  }
};
