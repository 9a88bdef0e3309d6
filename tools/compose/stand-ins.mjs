import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { install } from '../servers/mongo/install.mjs';
import { root } from '../start/places.mjs';
import { Unusable } from '../start/say.mjs';

const javaModules =
  'java.base,java.compiler,java.logging,java.management,java.naming,java.sql,java.xml,jdk.unsupported';
const proxyPackages = ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1'];

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} [cwd]
 */
const run = (program, args, cwd = root) => {
  const { error, status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 120_000 });
  if (error !== undefined || status !== 0)
    throw new Unusable(`${program} ${args[0]} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
};

/** @param {string} name */
const place = (name) => join(root, 'dist/images', name);

/** The parts of Java that the server for tests needs: a fifth of the whole. */
const stageJava = () => {
  if (existsSync(join(place('jre'), 'release'))) return;
  rmSync(place('jre'), { recursive: true, force: true });
  const small = ['--no-header-files', '--no-man-pages', '--compress=2', '--strip-java-debug-attributes'];
  run('jlink', ['--add-modules', javaModules, ...small, '--output', place('jre')]);
};

const stageMongo = () => {
  const [classes = ''] = install().split(delimiter);
  rmSync(place('mongo'), { recursive: true, force: true });
  cpSync(dirname(classes), place('mongo'), { recursive: true });
};

/** Unpacked here, so that building the image needs no package server. */
const stageProxy = () => {
  if (existsSync(join(place('test-proxy'), 'usr/sbin/haproxy'))) return;
  const packages = mkdtempSync(join(tmpdir(), 'guildhall-packages-'));
  try {
    run('apt-get', ['download', '-qq', ...proxyPackages], packages);
    mkdirSync(place('test-proxy'), { recursive: true });
    for (const file of readdirSync(packages)) run('dpkg-deb', ['-x', file, place('test-proxy')], packages);
  } finally {
    rmSync(packages, { recursive: true, force: true });
  }
};

/** Stages what docker-compose.test-stores.yml uses instead of official images. Needs Debian, Java and Maven. */
export const stageStandIns = () => {
  stageJava();
  stageMongo();
  stageProxy();
};
