const { createRequire } = require('node:module');
const { default: JestRuntime } = require('jest-runtime');
const { importSpec, pathOf } = require('./modules.cjs');

/** What Node understands itself needs no transformation. */
const nativeSyntax = {
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

/** @extends {Map<string, string>} */
class SourceMaps extends Map {
  /**
   * Stacks name modules as Node does: by URL.
   * @override
   */
  get(/** @type {string} */ source) {
    return super.get(pathOf(source));
  }
}

/**
 * Loads specs with Node's own module loader instead of Jest's. Jest evaluates every package again for every spec file,
 * which took four fifths of the time of most specs; here a worker evaluates a package once.
 */
class NativeRuntime extends JestRuntime {
  /** @param {ConstructorParameters<typeof JestRuntime>} args */
  constructor(...args) {
    super(...args);
    const [, , resolver, transformer, , coverage, testPath] = args;
    const sourceMaps = new SourceMaps();
    this.sourceMaps = sourceMaps;
    /** @type {Map<string, () => unknown>} */
    const moduleMocks = new Map();
    /** @type {(from: string, specifier: string, factory: () => unknown) => unknown} */
    const setModuleMock = (_from, specifier, factory) => moduleMocks.set(specifier, factory);
    // What `jest.unstable_mockModule` calls; its factory must not be asynchronous. The types hide the method.
    Object.assign(this, { setModuleMock });
    /** @type {import('./modules.cjs').SpecLoader} */
    this.loader = {
      resolve: (from, specifier) => resolver.resolveStubModuleName(from, specifier),
      transform: (file) => {
        const { code, sourceMapPath } = transformer.transform(file, { ...coverage, ...nativeSyntax });
        if (sourceMapPath !== null) sourceMaps.set(file, sourceMapPath);
        return code;
      },
      substitute: (specifier) =>
        specifier === '@jest/globals' ? this.requireModuleOrMock(testPath, specifier) : moduleMocks.get(specifier)?.(),
    };
  }

  /**
   * @override
   * @param {string} file
   */
  unstable_shouldLoadAsEsm(file) {
    return !file.includes('/node_modules/');
  }

  /**
   * @override
   * @param {string} file
   */
  unstable_importModule(file) {
    return importSpec(file, this.loader);
  }

  /**
   * @override
   * @param {string} from
   * @param {string} [specifier]
   */
  requireModule(from, specifier = from) {
    return createRequire(from)(specifier);
  }

  /**
   * Jest's test runner keeps its state in its module, so each spec file gets a new one.
   * @override
   * @param {string} from
   * @param {string} [specifier]
   */
  requireInternalModule(from, specifier = from) {
    const file = require.resolve(specifier, { paths: [from] });
    delete require.cache[file];
    return require(file);
  }

  /** @override */
  getSourceMaps() {
    return this.sourceMaps;
  }
}

module.exports = NativeRuntime;
