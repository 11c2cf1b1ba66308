import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { fetchEarly } from './build/fetch-early.ts'
import { plainContracts } from './build/plain-contracts.ts'
import { precompress } from './build/precompress.ts'
import { tokenSheet } from './build/token-sheet.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), plainContracts(), tokenSheet(), fetchEarly('/src/main.tsx'), precompress()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist',
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    manifest: true,
  },
  server: { port: 4610, proxy: { '/api': process.env.QIONGDING_API ?? 'http://localhost:4600' } },
})
