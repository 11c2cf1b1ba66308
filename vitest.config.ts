import { defineConfig } from 'vitest/config'

const part = (name: string, include: string[], more: Record<string, unknown> = {}) => ({
  extends: true as const,
  test: { name, include, ...more },
})

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      part('engines', [
        'engines/**/*.test.ts',
        'packs/**/*.test.ts',
        'scripts/**/*.test.ts',
        'bench/**/*.test.ts',
      ]),
      part('server', ['server/**/*.test.ts'], { globalSetup: 'scripts/testing/services.ts' }),
      part('web', ['web/**/*.test.{ts,tsx}']),
      // One browser and one server at a time: the stories also measure what a person would see.
      part('e2e', ['e2e/**/*.test.ts'], { fileParallelism: false, testTimeout: 180_000 }),
    ],
  },
})
