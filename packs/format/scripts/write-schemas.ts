import { mkdirSync, writeFileSync } from 'node:fs'
import { schemaFiles } from '../src/schema-files.ts'

const folder = new URL('../schema/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(new URL(name, folder), text)
