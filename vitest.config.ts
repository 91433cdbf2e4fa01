import { defineConfig } from 'vitest/config'

/**
 * unit: pure code and small programs. real: the real binaries, one file after the other, since they measure. all: whole suites. browser: the report in headless
 * Chromium. kind: a Docker engine and Kubernetes, as root (`npm run test:kind`). Nothing is retried.
 */
/** Where only the first line of a failure is kept, it says all. */
const chaiConfig = { truncateThreshold: 0 }

export default defineConfig({
  test: {
    retry: 0,
    projects: [
      { test: { name: 'unit', chaiConfig, include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'browser', chaiConfig, include: ['test/browser/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'real',
          chaiConfig,
          include: ['test/real/**/*.test.ts'],
          globalSetup: ['test/real/binaries.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'all',
          chaiConfig,
          include: ['test/all/**/*.test.ts'],
          env: { EVERYTHING: 'yes' },
          globalSetup: ['test/real/binaries.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'kind',
          chaiConfig,
          include: ['test/kind/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
