export { addIntroduction, arrangeGathering, dropIntroduction, noteIntroduction } from './introductions.ts'
export { changeGathering, openGathering } from './planning.ts'
