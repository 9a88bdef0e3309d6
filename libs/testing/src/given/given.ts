export { given, SpecificationFailed, type GivenEvent, type Then } from '@guildhall/domain';
