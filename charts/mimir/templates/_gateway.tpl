{{- define "mimir.gatewaySelector" -}}
app.kubernetes.io/name: mimir-gateway
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: gateway
{{- end }}

{{/* nginx.conf. Each request gets a connection of its own to a Service: none of them can be stale, and Kubernetes picks a ready pod each time. */}}
{{- define "mimir.nginx" -}}
{{- $gateway := .Values.gateway -}}
{{- $keep := div $gateway.drainSeconds 3 -}}
{{- $apiGroups := .Files.Get "files/api-groups.yaml" | fromYaml -}}
worker_processes {{ $gateway.workerProcesses }};
pid /tmp/nginx.pid;
error_log stderr error;
daemon off;

events {
  worker_connections 4096;
}

http {
  access_log off;
  server_tokens off;
  client_body_temp_path /tmp/client-body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  # Clients are told to let go of their connections early enough, so that a pod that drains has none left when it stops.
  keepalive_time {{ $keep }}s;
  keepalive_timeout {{ add1 $keep }}s {{ $keep }}s;
  keepalive_requests 100000;

  client_max_body_size {{ $gateway.maxBodySize }};
  client_body_buffer_size 1m;
  large_client_header_buffers 8 64k;

  proxy_http_version 1.1;
  proxy_set_header Connection close;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_connect_timeout {{ $gateway.connectTimeoutSeconds }}s;
  proxy_send_timeout {{ $gateway.answerTimeoutSeconds }}s;
  proxy_read_timeout {{ $gateway.answerTimeoutSeconds }}s;
  proxy_buffer_size 64k;
  proxy_buffers 16 64k;
  {{- if gt (int $gateway.retries) 0 }}
  # A request that was sent is never sent again, unless it may be repeated by its nature (GET).
  proxy_next_upstream error;
  proxy_next_upstream_tries {{ add1 $gateway.retries }};
  {{- else }}
  proxy_next_upstream off;
  {{- end }}

  {{- range $apiGroup, $names := .Values.routes }}
  {{- if $names }}

  upstream {{ $apiGroup }} {
    {{- range $try := until (int (add1 $gateway.retries)) }}
    {{- range $name := $names }}
    {{- $replicas := int (index $.Values.workloads $name).replicas }}
    {{- $weight := ternary (printf "weight=%d " $replicas) "" (and (gt $replicas 0) (gt (len $names) 1)) }}
    server {{ include "mimir.name" (dict "root" $ "name" $name) }}.{{ $.Release.Namespace }}.svc.{{ $.Values.clusterDomain }}.:8080 {{ $weight }}max_fails=0;
    {{- end }}
    {{- end }}
  }
  {{- end }}
  {{- end }}

  server {
    listen 8080;
    absolute_redirect off;

    location = /-/healthy {
      default_type text/plain;
      return 200 "The gateway is healthy.\n";
    }
    location / {
      default_type text/plain;
      return 404 "no API group serves this path\n";
    }
    {{- range $apiGroup, $paths := $apiGroups }}
    {{- $served := index $.Values.routes $apiGroup }}
    {{- range $path := $paths }}
    {{- if and (hasSuffix "/" $path) (not (has (trimSuffix "/" $path) $paths)) }}
    # Or else nginx redirects it to the path with the slash.
    location = {{ trimSuffix "/" $path }} {
      return 404;
    }
    {{- end }}
    location {{ ternary "^~" "=" (hasSuffix "/" $path) }} {{ $path }} {
      {{- if $served }}
      proxy_pass http://{{ $apiGroup }};
      {{- else }}
      default_type text/plain;
      return 502 "no workload serves {{ $apiGroup }}\n";
      {{- end }}
    }
    {{- end }}
    {{- end }}
  }
}
{{- end }}

{{- define "mimir.gatewayLabels" -}}
{{ include "mimir.gatewaySelector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}
