// Who may import whom. ARCHITECTURE.md draws it; scripts/checks/directions.test.ts plants one breach per rule.
const npmPackage = '(^|/)node_modules/'
const inRooms = '^server/src/(spine|capabilities|desks)/[^/]+/'
const frontDoors = [
  '^server/src/(spine|capabilities|desks)/[^/]+/(index|contract)\\.ts$',
  '^server/src/(spine|capabilities|desks)/[^/]+/contract/index\\.ts$',
]
const test = '\\.test\\.tsx?$|/test/'

/** Everything of the repository except what `allowed` matches; packages from the registry are free. */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from,
  // What cannot be resolved has a rule of its own.
  to: { pathNot: [npmPackage, ...allowed], dependencyTypesNot: ['core'], couldNotResolve: false },
})

module.exports = {
  forbidden: [
    only('kernel-stands-alone', 'The kernel imports nothing of ours.', { path: '^engines/kernel/' }, [
      '^engines/kernel/',
    ]),
    only(
      'engines-sideways',
      'An engine imports only clause and kernel; the server composes engines.',
      { path: '^engines/([^/]+)/', pathNot: '^engines/(kernel|clause)/' },
      ['^engines/$1/', '^engines/(clause|kernel)/'],
    ),
    only('clause-on-kernel', 'The clause language imports only the kernel.', { path: '^engines/clause/' }, [
      '^engines/(clause|kernel)/',
    ]),
    {
      name: 'engines-are-pure',
      comment: 'Engines read no disk, open no socket and start no thread (their tests read cases).',
      severity: 'error',
      from: { path: '^engines/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    only('packs-on-engines', 'The pack format imports only engines.', { path: '^packs/' }, [
      '^(packs|engines)/',
    ]),
    only(
      'contract-is-data',
      'A contract imports only zod, kernel and other contracts.',
      { path: '^server/.*/contract(\\.ts$|/)', pathNot: test },
      ['^server/.*/contract(\\.ts$|/)', '^engines/kernel/'],
    ),
    {
      name: 'contract-packages',
      comment: 'Of the registry, a contract imports only zod.',
      severity: 'error',
      from: { path: '^server/.*/contract(\\.ts$|/)', pathNot: test },
      to: { path: [npmPackage], pathNot: '(^|/)node_modules/zod/' },
    },
    {
      name: 'contract-without-node',
      comment: 'A contract runs in the browser.',
      severity: 'error',
      from: { path: '^server/.*/contract(\\.ts$|/)', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    only(
      'platform-knows-no-domain',
      'The platform imports only the kernel.',
      { path: '^server/src/platform/' },
      ['^server/src/platform/', '^engines/kernel/'],
    ),
    {
      name: 'spine-below-capabilities',
      comment: 'The spine is what capabilities are made of: it imports neither them nor desks.',
      severity: 'error',
      from: { path: '^server/src/spine/' },
      to: { path: '^server/src/(capabilities|desks)/' },
    },
    {
      name: 'spine-registry',
      comment: 'One way: matches -> journeys -> orders -> registry.',
      severity: 'error',
      from: { path: '^server/src/spine/registry/' },
      to: { path: '^server/src/spine/(matches|journeys|orders|policies)/' },
    },
    {
      name: 'spine-policies',
      comment: 'Policies judge records: they know of nothing that is made of them.',
      severity: 'error',
      from: { path: '^server/src/spine/policies/' },
      to: { path: '^server/src/spine/(matches|journeys|orders)/' },
    },
    {
      name: 'spine-orders',
      comment: 'One way: matches -> journeys -> orders -> registry.',
      severity: 'error',
      from: { path: '^server/src/spine/orders/' },
      to: { path: '^server/src/spine/(matches|journeys)/' },
    },
    {
      name: 'spine-journeys',
      comment: 'One way: matches -> journeys -> orders -> registry.',
      severity: 'error',
      from: { path: '^server/src/spine/journeys/' },
      to: { path: '^server/src/spine/matches/' },
    },
    {
      name: 'targets-only-listens',
      comment: 'Nobody in the spine or in a capability imports targets; it hears events.',
      severity: 'error',
      from: { path: '^server/src/(spine|capabilities)/', pathNot: '^server/src/spine/targets/' },
      to: { path: '^server/src/spine/targets/' },
    },
    {
      name: 'capabilities-sideways',
      comment: 'Capabilities meet through a shared fact, offer, order or event.',
      severity: 'error',
      from: { path: '^server/src/capabilities/([^/]+)/' },
      to: { path: '^server/src/capabilities/', pathNot: '^server/src/capabilities/$1/' },
    },
    {
      name: 'capabilities-below-desks',
      comment: 'A desk composes capabilities; none knows a desk.',
      severity: 'error',
      from: { path: '^server/src/capabilities/' },
      to: { path: '^server/src/desks/' },
    },
    {
      name: 'desks-sideways',
      comment: 'A desk is imported by nobody but the mount list.',
      severity: 'error',
      from: { path: '^server/src/desks/([^/]+)/' },
      to: { path: '^server/src/desks/', pathNot: '^server/src/desks/$1/' },
    },
    {
      name: 'front-door',
      comment: 'Enter a folder by its index.ts or contract.ts.',
      severity: 'error',
      from: { path: '^server/src/([^/]+)/([^/]+)/', pathNot: ['^server/src/platform/', test] },
      to: { path: inRooms, pathNot: ['^server/src/$1/$2/', ...frontDoors] },
    },
    {
      name: 'front-door-of-the-mount-list',
      comment: 'The mount list and the processes enter a folder by its index.ts or contract.ts too.',
      severity: 'error',
      from: { path: '^server/src/[^/]+\\.ts$', pathNot: test },
      to: { path: inRooms, pathNot: frontDoors },
    },
    only(
      'web-sees-contracts',
      'The pages import contracts and engines, nothing else of ours.',
      { path: '^web/', pathNot: test },
      ['^web/', '^engines/', '^server/src/.*/contract(\\.ts$|/index\\.ts$)'],
    ),
    {
      name: 'pages-sideways',
      comment: 'Pages of one capability do not import those of another; the dome composes them.',
      severity: 'error',
      from: { path: '^web/src/capabilities/([^/]+)/', pathNot: '^web/src/capabilities/dome/' },
      to: { path: '^web/src/capabilities/', pathNot: '^web/src/capabilities/$1/' },
    },
    {
      name: 'product-not-tools',
      comment: 'The product imports no benchmark, script or browser story.',
      severity: 'error',
      from: { path: '^(engines|packs|server|web)/' },
      to: { path: '^(bench|scripts|e2e)/' },
    },
    {
      name: 'server-not-pages',
      comment: 'The server imports no page.',
      severity: 'error',
      from: { path: '^(engines|packs|server)/' },
      to: { path: '^web/' },
    },
    {
      name: 'no-circle',
      comment: 'Modules that need each other to load are one module.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that the checker cannot follow is one it cannot judge.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.out|\\.data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
