// `npm run build`: the pages, precompressed, when they are older than their sources.
import { root } from './setup/handover.mjs'
import { ensureInstalled } from './setup/installed.mjs'
import { ensureWebBuilt } from './setup/web-build.mjs'

ensureInstalled(root)
ensureWebBuilt(root)
