# syntax=docker/dockerfile:1
# The product in one image; the verb chooses the role: docker run snowtrail enrich --kafka …

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish app -c Release -o /out --no-self-contained -p:DebugType=none && mkdir /data

# No shell, no package manager, user 1654
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_gcServer=0
COPY --from=build /out /app
# A volume that is mounted here is born with this owner
COPY --from=build --chown=1654:1654 /data /data
WORKDIR /data
USER 1654:1654
VOLUME /data
EXPOSE 8085 8086 8090
ENTRYPOINT ["/app/snowtrail"]
CMD ["--help"]
