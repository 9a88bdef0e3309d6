import ts from 'typescript';

export const dependencyLimit = 5;

const isInjected = (/** @type {ts.ClassElement} */ member) =>
  ts.isPropertyDeclaration(member) &&
  member.initializer !== undefined &&
  ts.isCallExpression(member.initializer) &&
  /^inject(\.|$)/.test(member.initializer.expression.getText());

/**
 * What a class is given to work with: constructor parameters and fields that call `inject()`.
 * @param {ts.ClassLikeDeclaration} declaration
 * @returns {number}
 */
export const dependenciesOf = ({ members }) => {
  const parameters = members.filter(ts.isConstructorDeclaration).map((member) => member.parameters.length);
  return Math.max(0, ...parameters) + members.filter(isInjected).length;
};
