export type MenuIcon =
  | 'chat'
  | 'files'
  | 'terminal'
  | 'logs'
  | 'restart'
  | 'template'
  | 'reset'
  | 'pause'
  | 'resume'
  | 'hibernate'
  | 'wake'
  | 'add'
  | 'duplicate'
  | 'rename'
  | 'remove';

export interface MenuEntry {
  icon: MenuIcon;
  text: string;
  /** Why it is not possible now; null: it is. */
  refusal: string | null;
  isDanger: boolean;
  act: () => void;
}

export const menuEntry = (icon: MenuIcon, text: string, refusal: string | null, act: () => void): MenuEntry => ({
  icon,
  text,
  refusal,
  isDanger: false,
  act,
});
