import { Directive, input } from '@angular/core';

/**
 * Stands for `@lucide/angular` in specs: the package declares some thousand components, which the compiler in the
 * test process would all compile. Holds the icons that specs reach; a missing one is an import error.
 */
@Directive()
class Icon {
  readonly size = input<number>();
}

@Directive({ selector: 'svg[lucideCheck]' })
export class LucideCheck extends Icon {}

@Directive({ selector: 'svg[lucideCopy]' })
export class LucideCopy extends Icon {}

@Directive({ selector: 'svg[lucideTriangleAlert]' })
export class LucideTriangleAlert extends Icon {}

@Directive({ selector: 'svg[lucideX]' })
export class LucideX extends Icon {}

@Directive({ selector: 'svg[lucideRefreshCw]' })
export class LucideRefreshCw extends Icon {}

@Directive({ selector: 'svg[lucideFolderUp]' })
export class LucideFolderUp extends Icon {}
