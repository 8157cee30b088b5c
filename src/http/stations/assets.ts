// The files that pages load. Their addresses change with their content, so browsers keep them for ever.

import type { Middleware } from 'koa';
import type { Asset } from '../../views/assets/asset.ts';

export function assets(files: readonly Asset[]): Middleware {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return (ctx, next) => {
    const file = byPath.get(ctx.path);
    if (file === undefined || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) {
      return next();
    }
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
    ctx.set('Content-Type', file.contentType);
    ctx.body = file.body;
    return undefined;
  };
}
