import { ChangeDetectionStrategy, Component, DOCUMENT, inject } from '@angular/core';
import { LucideTriangleAlert } from '@lucide/angular';

/** Shown in place of a part of the page that is loaded later, when it cannot be loaded. */
@Component({
  selector: 'gh-missing-part',
  imports: [LucideTriangleAlert],
  templateUrl: './missing-part.component.html',
  styleUrl: './missing-part.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MissingPartComponent {
  private readonly document = inject(DOCUMENT);

  protected reload(): void {
    this.document.location.reload();
  }
}
