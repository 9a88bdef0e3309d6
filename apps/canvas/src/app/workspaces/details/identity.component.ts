import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import type { GraphWorkspace, WorkspaceView } from '@guildhall/contracts';
import { AgoPipe } from '../../elements/ago.pipe.js';
import { CopyButtonComponent } from '../../elements/controls/copy-button.component.js';
import { ExactTimePipe } from '../../elements/exact-time.pipe.js';
import { PresentMoment } from '../../time/present-moment.js';

/** What identifies a workspace to programs. */
@Component({
  selector: 'gh-identity',
  imports: [AgoPipe, CopyButtonComponent, ExactTimePipe],
  templateUrl: './identity.component.html',
  styleUrl: './fact-list.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class IdentityComponent {
  readonly workspace = input.required<GraphWorkspace>();
  readonly view = input.required<WorkspaceView | null>();
  protected readonly moment = inject(PresentMoment);
}
