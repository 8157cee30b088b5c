// Who may import whom: imports go down only, and each package has its rooms.

import type { Import, Source } from './sources.ts';

const anything = 'anything';

/** Beside itself, a room may import these. Types obey the same directions, except those of `config`. */
export const directions: Readonly<Record<string, readonly string[] | typeof anything>> = {
  base: [],
  config: ['base'],
  store: ['base'],
  views: ['base'],
  secrets: ['base', 'store'],
  http: ['base', 'views'],
  mail: ['base', 'views', 'store', 'secrets'],
  audit: ['base', 'store', 'secrets', 'mail'],
  accounts: ['base', 'store', 'secrets', 'audit'],
  oidc: ['base', 'store', 'secrets', 'accounts', 'audit', 'views'],
  'mail-access': ['base', 'store', 'secrets', 'http', 'accounts', 'audit', 'views', 'oidc'],
  setup: ['base', 'store', 'secrets', 'http', 'views', 'accounts', 'audit', 'oidc'],
  interactions: ['base', 'store', 'secrets', 'http', 'views', 'accounts', 'audit', 'oidc'],
  portal: ['base', 'store', 'secrets', 'http', 'views', 'accounts', 'audit', 'oidc', 'mail-access'],
  admin: ['base', 'store', 'http', 'views', 'accounts', 'audit', 'oidc', 'mail-access'],
  'open-parts.ts': [
    'base',
    'config',
    'store',
    'secrets',
    'mail',
    'audit',
    'accounts',
    'oidc',
    'setup',
    'mail-access',
  ],
  'app.ts': anything,
  cli: anything,
  'main.ts': ['base', 'config', 'cli'],
};

/** What only these files and folders may import. */
const doors: readonly {
  readonly of: string;
  readonly to: readonly string[];
  readonly kinds?: Import['kind'];
}[] = [
  { of: 'src/main.ts', to: [] },
  { of: 'src/app.ts', to: ['src/cli/server/serve.ts'], kinds: 'later' },
  { of: 'src/open-parts.ts', to: ['src/app.ts', 'src/cli/'] },
  { of: 'src/cli/', to: ['src/main.ts', 'src/cli/'] },
  { of: 'interactions/', to: ['src/app.ts', 'interactions/'] },
  { of: 'src/store/sqlite/', to: ['src/store/open-store.ts', 'src/store/sqlite/'] },
  { of: 'src/store/mongo/', to: ['src/store/open-store.ts', 'src/store/mongo/'] },
];

/** Packages and the places that know them; a package that is not named here is nobody's. */
const packages: Readonly<Record<string, readonly string[]>> = {
  '@koa/router': [
    'src/http/',
    'src/oidc/',
    'src/setup/',
    'src/portal/',
    'src/mail-access/',
    'interactions/',
    'src/app.ts',
  ],
  fflate: ['src/mail-access/'],
  koa: [
    'src/http/',
    'src/oidc/',
    'src/setup/',
    'src/portal/',
    'src/mail-access/',
    'interactions/',
    'src/app.ts',
  ],
  mongodb: ['src/store/mongo/'],
  nodemailer: ['src/mail/'],
  'oidc-provider': ['src/oidc/'],
  otpauth: ['src/accounts/'],
  qrcode: ['src/views/'],
  'raw-body': ['src/http/'],
};

/** Folders whose folders do not know each other: steps and pages. */
const siblings = ['interactions/', 'src/portal/', 'src/admin/console/'];

/** The room a file stands in, or the file's own name where it joins rooms; absent for `test`, `bench` and `examples`, which are free. */
export function findRoom(path: string): string | undefined {
  const [top, second = ''] = path.split('/');
  if (top === 'interactions') {
    return top;
  }
  return top === 'src' ? second : undefined;
}

export function judgeDirections(sources: readonly Source[]): readonly string[] {
  return sources.filter(({ path }) => findRoom(path) !== undefined).flatMap(judgeSource);
}

function judgeSource(source: Source): readonly string[] {
  const room = findRoom(source.path) ?? '';
  const allowed = directions[room];
  if (allowed === undefined) {
    return [`${source.path}: ${room} is not a room of the house`];
  }
  return source.imports.flatMap((found) => {
    const why =
      found.target === undefined
        ? judgePackage(source.path, found)
        : judgeTarget(source.path, room, allowed, found, found.target);
    return why === undefined ? [] : [`${source.path}: imports ${found.specifier}, but ${why}`];
  });
}

function judgePackage(path: string, { specifier = '' }: Import): string | undefined {
  if (specifier === '' || specifier.startsWith('node:')) {
    return undefined;
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const places = packages[name] ?? [];
  return isIn(path, places) ? undefined : `that package is for ${places.join(', ') || 'nobody'}`;
}

function judgeTarget(
  path: string,
  room: string,
  allowed: readonly string[] | typeof anything,
  { kind }: Import,
  target: string,
): string | undefined {
  const other = findRoom(target);
  if (other === undefined) {
    return 'src and interactions stand alone';
  }
  const door = doors.find(({ of }) => isIn(target, [of]));
  if (door !== undefined && (!isIn(path, door.to) || (door.kinds ?? kind) !== kind)) {
    return `${door.of} is imported by ${door.to.join(', ') || 'nobody'} only${door.kinds === 'later' ? ', when it runs' : ''}`;
  }
  if (isSibling(path, target)) {
    return 'a step or page does not know its siblings';
  }
  const isConfigType = other === 'config' && kind === 'type' && room !== 'base';
  const isAllowed = other === room || allowed === anything || allowed.includes(other) || isConfigType;
  return isAllowed ? undefined : `${room} may import ${allowed.join(', ') || 'nothing of ours'} only`;
}

function isSibling(path: string, target: string): boolean {
  const parent = siblings.find((folder) => path.startsWith(folder) && target.startsWith(folder));
  if (parent === undefined) {
    return false;
  }
  const [own, ...below] = path.slice(parent.length).split('/');
  const [other, ...belowOther] = target.slice(parent.length).split('/');
  return below.length > 0 && belowOther.length > 0 && own !== other;
}

function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
}
