export {
  type Against,
  checkScheme,
  type Fault,
  type Item,
  type Part,
  type Penalty,
  type Question,
  type Scheme,
} from './definition.ts'
export { type Doubt, doubts, evaluate, type PartScore, type UnitScore } from './evaluate.ts'
