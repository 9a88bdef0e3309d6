import { ChangeDetectionStrategy, Component, DOCUMENT, inject, input, output } from '@angular/core';
import { CopyButtonComponent } from '../elements/controls/copy-button.component.js';

/** The page for visitors who are not logged in: where to find the login link. */
@Component({
  selector: 'gh-login-page',
  imports: [CopyButtonComponent],
  templateUrl: './login-page.component.html',
  styleUrl: './login-page.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoginPageComponent {
  readonly isUnreachable = input(false);
  readonly retried = output();
  protected readonly command = 'npm run login-link';
  /** The platform sends those here whose link it did not take. */
  protected readonly wasRefused = new URLSearchParams(inject(DOCUMENT).location.search).get('login') === 'invalid';
}
