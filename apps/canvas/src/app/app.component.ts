import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { CanvasComponent } from './shell/canvas.component.js';
import { LoginPageComponent } from './session/login-page.component.js';
import { PreferencesStore } from './preferences/preferences.store.js';
import { SessionStore } from './session/session.store.js';

@Component({
  selector: 'gh-app',
  imports: [CanvasComponent, LoginPageComponent],
  templateUrl: './app.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AppComponent {
  protected readonly session = inject(SessionStore);

  constructor() {
    inject(PreferencesStore);
    void this.session.load();
  }
}
