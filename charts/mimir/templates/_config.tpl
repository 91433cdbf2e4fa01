{{/* Mimir's configuration as a file. */}}
{{- define "mimir.config" -}}
{{ toYaml .Values.config }}
{{- end }}
