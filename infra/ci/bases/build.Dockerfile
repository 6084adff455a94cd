# Stands for maven:3.9-eclipse-temurin-25: a JDK and a Maven of this machine.
FROM tradepath-local/debian:bookworm
COPY jdk /opt/jdk
COPY maven /opt/maven
ENV JAVA_HOME=/opt/jdk PATH=/opt/jdk/bin:/opt/maven/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
