export { changeText, dropText, publishText, writeText } from './texts.ts'
