import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';
import { LucideCheck, LucideCopy } from '@lucide/angular';

/** Copies a text and confirms it. */
@Component({
  selector: 'gh-copy-button',
  imports: [LucideCheck, LucideCopy],
  templateUrl: './copy-button.component.html',
  styleUrl: './copy-button.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyButtonComponent {
  readonly text = input.required<string>();
  readonly label = input('Copy');
  protected readonly isCopied = signal(false);

  protected async copy(): Promise<void> {
    this.isCopied.set(await copied(this.text()));
    setTimeout(() => this.isCopied.set(false), 2_000);
  }
}

/** Uses the clipboard of the browser or, outside https where that is missing, the old command. */
const copied = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand('copy');
    area.remove();
    return isDone;
  }
};
