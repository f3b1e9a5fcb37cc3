const path = require('node:path');

/** From the ground up: what a folder or file of src/ may import lies on a lower floor, or beside it where `peers` says so. */
const floors = [
  ['core', 'stats', 'text', 'learn'],
  ['scorers', 'store', 'pricing'],
  ['optimizations', 'providers', 'transport', 'reports'],
  ['suite'],
  ['experiment', 'economics', 'profile'],
  ['workbench'],
  ['cli', 'index'],
];

/** The only imports between peers of one floor. */
const peers = { stats: ['core'], text: ['core'], learn: ['core', 'text'] };

/**
 * Folders whose members never import each other: they meet in the `shared` files only, and a member may be a file
 * with a folder of its own. A registry imports every member. Where `members` is given, the other files are shared.
 */
const families = [
  { folder: 'optimizations', shared: ['optimization', 'trained-model', 'answering-model'] },
  { folder: 'providers', shared: ['provider'] },
  { folder: 'scorers', shared: ['scorer', 'promptfoo-api', 'promptfoo-types'] },
  { folder: 'profile/readers', shared: ['reader'] },
  { folder: 'reports', members: ['terminal', 'markdown', 'html', 'junit'], shared: ['report'] },
];

const within = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

const floorRules = floors.flatMap((names, floor) => {
  const higher = floors.slice(floor + 1).flat();
  return names.map((name) => {
    const barred = names.filter((peer) => peer !== name && !peers[name]?.includes(peer));
    return {
      name: `floor-${floor + 1}-${name}`,
      comment: `${name} stands on floor ${floor + 1}; imports only go down the floors of the design`,
      severity: 'error',
      from: { path: within([name]) },
      to: { path: within([...barred, ...higher]) },
    };
  });
});

const siblingRules = families.map(({ folder, members = ['[^/]+?'], shared }) => {
  const member = `^src/${folder}/(${members.join('|')})(/|\\.ts$)`;
  return {
    name: `siblings-${folder.replace('/', '-')}`,
    comment: `members of ${folder}/ never import each other; what they have in common goes to floor 1`,
    severity: 'error',
    from: { path: member, pathNot: `^src/${folder}/registry\\.ts$` },
    to: {
      path: member,
      pathNot: [`^src/${folder}/(${shared.join('|')})\\.ts$`, `^src/${folder}/$1(/|\\.ts$)`],
    },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    ...siblingRules,
    {
      name: 'on-a-floor',
      comment: 'every file of src/ belongs to a floor of the design',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: within(floors.flat()) },
    },
    {
      name: 'no-cycles',
      comment: 'files that import each other cannot be read one at a time',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'only-runtime-dependencies',
      comment: 'what src/ imports must be there after an installation from the registry',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'src-stands-alone',
      comment: 'the product does not import its tests, scripts or suites',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|suites|datasets)/' },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere cannot be checked',
      severity: 'error',
      from: { path: '^(src|test|bench|scripts)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|reports|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
