import { bootstrapApplication } from '@angular/platform-browser';
import { AppComponent } from './app/app.component.js';
import { appConfig } from './app/app.config.js';
import { takePageSecret } from './app/platform/page-secret.js';

takePageSecret();
bootstrapApplication(AppComponent, appConfig).catch((error: unknown) => console.error(error));
