import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import type { ConnectionView } from '@guildhall/contracts';
import { LucideCheck } from '@lucide/angular';
import { CopyButtonComponent } from '../elements/controls/copy-button.component.js';
import { DialogComponent } from '../dialogs/dialog.component.js';
import { StateMarkComponent } from '../elements/state-mark.component.js';
import { OrgGraphStore } from '../org-graph/org-graph.store.js';
import { shownState, stateWord } from '../agent-state/shown-state.js';

const ways = ['Command line', 'curl', 'Python'] as const;
type Way = (typeof ways)[number];

/** How an external agent connects. The token is shown only here; the dialog follows the state of the agent. */
@Component({
  selector: 'gh-connect-dialog',
  imports: [CopyButtonComponent, DialogComponent, LucideCheck, StateMarkComponent],
  templateUrl: './connect-dialog.component.html',
  styleUrl: './connect-dialog.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectDialogComponent {
  readonly details = input.required<ConnectionView>();
  readonly closed = output();

  private readonly graph = inject(OrgGraphStore);
  protected readonly ways = ways;
  protected readonly way = signal<Way>('Command line');
  protected readonly workspace = computed(() => this.graph.get(this.details().workspace_id));
  protected readonly state = computed(() => {
    const workspace = this.workspace();
    return workspace === undefined ? 'awaiting_agent' : shownState(workspace);
  });
  protected readonly word = computed(() => stateWord(this.state()));
  protected readonly isConnected = computed(() => this.state() === 'online' || this.state() === 'working');
  protected readonly text = computed(() => {
    const { command_line, curl_register_template, python_snippet } = this.details();
    switch (this.way()) {
      case 'Command line':
        return command_line;
      case 'curl':
        return curl_register_template;
      case 'Python':
        return python_snippet;
    }
  });
}
