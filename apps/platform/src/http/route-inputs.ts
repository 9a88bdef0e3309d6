import type { RouteDeclaration } from '@guildhall/contracts';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ModulesContainer } from '@nestjs/core';
import { routeKey } from './route.js';

/** The classes that check what a route is given; null: it takes none, or free JSON. */
export interface RouteInputs {
  route: RouteDeclaration;
  body: Type<object> | null;
  query: Type<object> | null;
}

const freeTypes: readonly unknown[] = [Object, String, Number, Boolean, Array, undefined];

/** The class of the parameter that Nest fills from the body or the query. */
const classOf = (controller: Type<object>, method: string, kind: RouteParamtypes): Type<object> | null => {
  const given = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { index: number }
  >;
  const key = Object.keys(given).find((name) => name.startsWith(`${kind}:`));
  const index = key === undefined ? undefined : given[key]?.index;
  if (index === undefined) return null;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as unknown[];
  return freeTypes.includes(types[index]) ? null : (types[index] as Type<object>);
};

const handlersOf = (controller: Type<object>): RouteInputs[] =>
  Object.getOwnPropertyNames(controller.prototype).flatMap((method) => {
    const handler: unknown = Reflect.get(controller.prototype as object, method);
    if (typeof handler !== 'function' || !Reflect.hasMetadata(routeKey, handler)) return [];
    const route = Reflect.getMetadata(routeKey, handler) as RouteDeclaration;
    const body = classOf(controller, method, RouteParamtypes.BODY);
    return [{ route, body, query: classOf(controller, method, RouteParamtypes.QUERY) }];
  });

/** Every route that a controller of the application handles. */
export const inputsOf = (app: INestApplicationContext): RouteInputs[] => {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
  return [...new Set(controllers)].flatMap((controller) => handlersOf(controller as Type<object>));
};
