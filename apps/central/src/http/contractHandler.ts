import { ValidationError } from '@orpc/contract';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ORPCError, onError } from '@orpc/server';
import { isStoreTrouble } from '../store/openStore.ts';
import { errorBody } from './errorBody.ts';
import { type RequestContext, router, storeUnavailable } from './router.ts';

/** Serves the contract's addresses; its errors never quote what was sent. */
export function createContractHandler(): OpenAPIHandler<RequestContext> {
  return new OpenAPIHandler(router, {
    clientInterceptors: [
      onError((error, { context, path }) => {
        const operation = path.join('.');
        if (isStoreTrouble(error)) {
          context.log.error({ err: error, operation }, 'store unavailable');
          throw storeUnavailable(error);
        }
        if (!(error instanceof ORPCError)) context.log.error({ err: error, operation }, 'bug');
        else if (error.status >= 500) context.log.error({ err: error.cause ?? error, operation }, 'failed');
      }),
    ],
    customErrorResponseBodyEncoder: (error) => {
      if (error.cause instanceof ValidationError && error.status === 400) {
        const fields = error.cause.issues.map((issue) =>
          (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
        );
        const places = [...new Set(fields)].map((field) => field || 'the whole body');
        const message = `This does not fit /openapi.json: ${places.join(', ')}`;
        return errorBody('BAD_REQUEST', 400, 'invalid-input', message);
      }
      if (error.status === 500) {
        return errorBody(error.code, 500, 'internal', 'This is a fault of the service: try again later.');
      }
      return undefined;
    },
  });
}
