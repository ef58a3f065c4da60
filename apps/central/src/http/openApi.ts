import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { centralContract } from '@renshe/central-api';

/** The OpenAPI 3.1 document of the contract, made from the contract itself. */
export function generateOpenApi(version: string) {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(centralContract, {
    info: {
      title: 'Renshe central service',
      version,
      description:
        'What a self-service terminal asks of the central service. Every error has a `code`, a `message` saying what to do next, and `data.reason`, one stable word.',
    },
    security: [{ terminal: [] }],
    components: {
      securitySchemes: {
        terminal: { type: 'http', scheme: 'bearer', bearerFormat: '<terminalId>.<secret>' },
      },
    },
  });
}
