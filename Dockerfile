# The image of the bot: node, the packages that ship, and what docs/INSTALL.md calls the product. Nothing else.
# npm run image takes the same steps without Docker, and starts the bot from the same list of files.
ARG NODE_TAG=22-bookworm-slim

FROM node:${NODE_TAG} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
# Nobody debugs or compiles in the container.
RUN find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM node:${NODE_TAG} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:${NODE_TAG}
WORKDIR /app
ENV NODE_ENV=production DATA_FOLDER=/data PORT=3978
# The data folder is the one place that is written to: docker run --read-only --volume pal:/data
RUN mkdir /data && chown node:node /data
COPY --from=packages /app/package.json ./package.json
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist/src ./dist/src
COPY --from=build /app/dist/understanding ./dist/understanding
COPY --from=build /app/cards ./cards
COPY --from=build /app/content ./content
COPY --from=build /app/knowledge ./knowledge
VOLUME /data
USER node
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: node gets SIGTERM itself.
# New objects get twice the room before they are looked through: 1/8 less CPU for a question (docs/BENCH.md).
CMD ["node", "--max-semi-space-size=32", "dist/src/bin/bot.js"]
