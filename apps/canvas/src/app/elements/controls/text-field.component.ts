import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';

/** A labelled field for one line of text, with the reason below it when its value was refused. */
@Component({
  selector: 'gh-text-field',
  templateUrl: './text-field.component.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'gh-field' },
})
export class TextFieldComponent {
  readonly fieldId = input.required<string>();
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  readonly placeholder = input('');
  readonly maxLength = input<number | null>(null);
  readonly suggestions = input<readonly string[]>([]);
  readonly problem = input<string | undefined>();
  /** Whether the value is wrong although `problem` says nothing: the reason is shown elsewhere. */
  readonly isInvalid = input(false);
  readonly isOptional = input(false);
  /** Whether the value is code, such as a command line. */
  readonly isCode = input(false);
  /** Whether a dialog that opens gives this field the focus. */
  readonly isFirst = input(false);
  readonly edited = output<string>();
}
