// What the page begins with. The frame that stands in the document is painted before the workbench is taken in: its modules arrive
// meanwhile, and reading them would hold that first picture up by half a second.
import './kit/base.css'

const open = () => import('./main.tsx')
// A page opened behind another is not painted until it is looked at.
if (document.visibilityState === 'hidden') void open()
else requestAnimationFrame(() => setTimeout(open))
