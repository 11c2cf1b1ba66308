import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { applyKeptTheme } from './shell/appearance.tsx'
import { startI18n } from './shell/i18n.ts'

applyKeptTheme()
await startI18n()

const root = document.getElementById('root')
if (!root) throw new Error('no root element')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
